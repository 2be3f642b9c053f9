package demos_test

import "testing"

// "log in as" finds its page when the app asks for an account to be chosen,
// or for a sign-up.
func TestLogInFromThePagesBefore(t *testing.T) {
	report, out := run(t, parse(t, `
## Sign up
'''http
GET /authorize?client_id=web-app&response_type=code&redirect_uri={{callback}}&state={{state}}&scope=openid&screen_hint=signup
'''
'''expect
302 to /u/signup
'''
'''act
log in as user@example.com
'''
'''expect
302 to {{callback}}
capture code
'''

## Choose
'''http
GET /authorize?client_id=web-app&response_type=code&redirect_uri={{callback}}&state={{state}}&scope=openid&prompt=select_account
'''
'''expect
302 to /u/accounts
'''
'''act
log in as user@example.com
'''
'''expect
302 to {{callback}}
code differs from {{code}}
'''
### Break it: the one there is
'''http
the same request
'''
'''act
continue
'''
'''expect
302 to {{callback}}
'''
### Break it: nobody
'''http
the same request
'''
'''act
deny
'''
'''expect
error is access_denied
'''
`))
	if !report.OK {
		t.Error(out)
	}
}
