// Package conformance has tests only: what the OpenID Foundation's conformance
// suite does to a provider, done over https with clients that are registered
// beforehand, in the oidc dialect and without a script. Each test bears the
// name of the suite's module and asserts what that asserts, its warnings
// included:
//
//   - oidcc-basic-certification-test-plan and
//     oidcc-formpost-basic-certification-test-plan ([response_mode] left out,
//     and form_post)
//   - what differs from those in the implicit and hybrid plans
//   - oidcc-config-certification-test-plan
//   - oidcc-rp-initiated-logout-certification-test-plan
//   - oidcc-backchannel-rp-initiated-logout-certification-test-plan
//
// The suite itself needs Java, MongoDB and a public name, so it is not part of
// the build.
package conformance
