package demos

import (
	"regexp"
	"slices"
	"strings"
)

var secretNames = []string{
	"password", "code", "otp", "token", "id_token", "id_token_hint", "client_assertion", "subject_token", "actor_token",
	"code_verifier", "device_code", "oob_code", "binding_code", "recovery_code", "recovery_codes", "secret",
	"dpop", "DPoP", "Authorization", "Cookie", "Set-Cookie",
}

// isSecret reports whether a parameter, header or variable of that name holds
// what nobody but its owner should read.
func isSecret(name string) bool {
	return slices.Contains(secretNames, name) || strings.HasSuffix(name, "_token") || strings.HasSuffix(name, "_secret")
}

// MaskValue shows the beginning of a secret, enough to tell two apart.
func MaskValue(s string) string {
	const shown = 3
	if r := []rune(s); len(r) > 2*shown {
		return string(r[:shown]) + "*****MASKED*****"
	}
	if s == "" {
		return ""
	}
	return "*****MASKED*****"
}

var (
	maskParam  = regexp.MustCompile(`([?&#\s]|\\u0026|^)([A-Za-z_]+)=([^&\s#"\\]+)`)
	maskMember = regexp.MustCompile(`("([A-Za-z_]+)"\s*:\s*")((?:[^"\\]|\\.)*)"`)
	maskHeader = regexp.MustCompile(`(?im)^(authorization|cookie|set-cookie|dpop)(:\s*)(?:(basic|bearer|dpop)(\s+))?([^\r\n]+)`)
	maskCookie = regexp.MustCompile(`([^=;\s]+)=([^;]+)`)
	maskList   = regexp.MustCompile(`("recovery_codes"\s*:\s*\[)[^\]]*`)
)

// Mask hides the secrets of a raw request or response: parameters of a query
// or form, members of JSON, credentials and cookies.
func Mask(raw string) string {
	raw = maskHeader.ReplaceAllStringFunc(raw, func(s string) string {
		m := maskHeader.FindStringSubmatch(s)
		switch strings.ToLower(m[1]) {
		case "cookie":
			return m[1] + m[2] + maskCookies(m[5])
		case "set-cookie":
			cookie, attributes, _ := strings.Cut(m[5], ";")
			return strings.TrimSuffix(m[1]+m[2]+maskCookies(cookie)+";"+attributes, ";")
		}
		return m[1] + m[2] + m[3] + m[4] + MaskValue(m[5])
	})
	raw = maskParam.ReplaceAllStringFunc(raw, func(s string) string {
		m := maskParam.FindStringSubmatch(s)
		if !isSecret(m[2]) {
			return s
		}
		return m[1] + m[2] + "=" + MaskValue(m[3])
	})
	raw = maskMember.ReplaceAllStringFunc(raw, func(s string) string {
		m := maskMember.FindStringSubmatch(s)
		if !isSecret(m[2]) {
			return s
		}
		return m[1] + MaskValue(m[3]) + `"`
	})
	return maskList.ReplaceAllString(raw, `$1"*****MASKED*****"`)
}

func maskCookies(s string) string {
	return maskCookie.ReplaceAllStringFunc(s, func(pair string) string {
		name, value, _ := strings.Cut(pair, "=")
		return name + "=" + MaskValue(value)
	})
}
