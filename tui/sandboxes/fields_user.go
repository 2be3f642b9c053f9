package sandboxes

// The fields of a user (auth0.com/docs/manage-users/user-accounts/user-profiles).
var userFields = []field{
	{section: "Account", path: "email", label: "email", says: "What the user logs in with."},
	{path: "email_verified", label: "email verified", as: asToggle, says: "Goes into the ID token when an app asks for the scope email."},
	{path: "password", label: "password", as: asSecret, says: "Kept as a hash and never shown; type a new one of at least 8 characters. A fresh sandbox has opensesame everywhere."},
	{path: "blocked", label: "blocked", as: asToggle, says: "A blocked user cannot log in, and their refresh tokens give nothing more."},
	{section: "Second factor", path: "mfa.when", label: "asked for", as: asChoice, among: mfaWhens, says: "Of this user instead of the policy (f) and of what a client has; empty: as those say."},
	{path: "mfa.factors", label: "factors", as: asChecks, among: mfaFactors, says: "The only ones that will do for this user; with none ticked, the client’s or the policy’s. To give and take factors: f."},
	{section: "What the user may do", path: "roles", label: "roles", as: asRoles, says: "What a role allows, the user may ask for. Roles are made under Roles."},
	{path: "permissions", label: "permissions", as: asPermissions, says: "Given to this user directly, besides what the roles give."},
	{section: "Profile", path: "name", label: "name", says: "Goes into the ID token with the scope profile (OpenID Connect Core §5.4)."},
	{path: "nickname", label: "nickname", says: "With the scope profile."},
	{path: "given_name", label: "given name", says: "With the scope profile."},
	{path: "family_name", label: "family name", says: "With the scope profile."},
	{path: "picture", label: "picture", says: "The address of a picture, with the scope profile."},
	{path: "phone_number", label: "phone number", says: "In the form +15555550100. Text messages of passwordless logins arrive on the phone (m)."},
}

var freshUser = []field{
	{path: "email", label: "email", says: "What the user logs in with, such as new@example.com."},
	{path: "password", label: "password", as: asSecret, says: "At least 8 characters."},
	{path: "name", label: "name", says: "Left empty, it is the email."},
}
