package demos_test

import "testing"

// The acts on the server's real pages: a second factor and consent, given and
// refused.
func TestHostedPages(t *testing.T) {
	report, out := run(t, parse(t, `
## Second factor
'''http
GET /authorize?client_id=web-app&response_type=code&redirect_uri={{callback}}&state={{state}}&scope=openid
'''
'''act
log in as otp@example.com
'''
'''expect
200
page says code
'''
'''act
enter the code from the authenticator app of otp@example.com
'''
'''expect
302 to {{callback}}
state is {{state}}
capture code
'''
### Break it: the wrong code
'''http
the same request
'''
'''act
log in as otp@example.com
enter the code 000000
'''
'''expect
code is absent
check otp.matches failed
'''
### Break it: the user gives up
'''http
the same request
'''
'''act
log in as otp@example.com
deny
'''
'''expect
302 to {{callback}}
error is access_denied
'''

## Another app, in the same browser
'''http
GET /authorize?client_id=partner-app&response_type=code&redirect_uri={{callback}}&state={{state}}&scope=openid
    &code_challenge={{code_challenge}}&code_challenge_method=S256&prompt=consent
'''
'''expect
302 to /u/consent
'''
### Break it: the user does not allow it
'''http
the same request
'''
'''act
deny
'''
'''expect
302 to {{callback}}
error is access_denied
'''
### Break it: another browser
'''act
forget the cookies
'''
'''http
the same request
'''
'''expect
302 to /u/login
'''

## Consent
'''act
continue
'''
'''expect
302 to {{callback}}
capture code
'''

## Tokens
'''http
POST /oauth/token

grant_type=authorization_code&client_id=partner-app&client_secret=partner-app-secret
&code={{code}}&redirect_uri={{callback}}&code_verifier={{code_verifier}}
'''
'''expect
200
id_token.nonce is absent
'''
### Break it: another verifier
'''http
the same request
& code_verifier={{code_challenge}}
'''
'''expect
403 invalid_grant
check pkce.proof failed
'''
`))
	if !report.OK {
		t.Error(out)
	}
}
