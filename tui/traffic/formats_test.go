package traffic

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
)

func TestCURLSendsWhatWasSent(t *testing.T) {
	for _, row := range []struct {
		name, raw string
		secure    bool
		want      []string
		not       string
	}{
		{"a form", "POST /oauth/token HTTP/1.1\r\nHost: localhost:2884\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=it's\n", false,
			[]string{"curl --request POST", "--url 'http://localhost:2884/oauth/token'", `--data-urlencode 'a=it'\''s` + "\n'"}, "Content-Length"},
		{"by https", "GET /userinfo HTTP/1.1\r\nHost: localhost:2884\r\n\r\n", true, []string{"'https://localhost:2884/userinfo'"}, "--data"},
		{"a HEAD", "HEAD /userinfo HTTP/1.1\r\nHost: localhost:2884\r\n\r\n", false, []string{"curl --head"}, "--request"},
		{"a body without a type", "POST /oauth/token HTTP/1.1\r\nHost: localhost:2884\r\nContent-Length: 1\r\n\r\nx", false, []string{"--header 'Content-Type:'"}, "urlencoded"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := curl(&model.Exchange{Request: row.raw, Secure: row.secure})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range row.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %s in\n%s", want, got)
				}
			}
			if strings.Contains(got, row.not) {
				t.Errorf("%s in\n%s", row.not, got)
			}
		})
	}
	got, err := curl(&model.Exchange{Request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n\x00"})
	if err != nil || strings.Contains(got, "\x00") || !strings.Contains(got, "base64 -d |") {
		t.Errorf("a zero byte cannot be a word of a shell: %v\n%s", err, got)
	}
}

func TestHARSaysBySchemeWhatCame(t *testing.T) {
	raw := "GET /userinfo?a=1 HTTP/1.1\r\nHost: localhost:2884\r\n\r\n"
	var out struct {
		Log struct {
			Entries []struct {
				Request struct{ URL string } `json:"request"`
			} `json:"entries"`
		} `json:"log"`
	}
	if err := json.Unmarshal(har([]model.Exchange{{Request: raw, Secure: true}, {Request: raw}}), &out); err != nil {
		t.Fatal(err)
	}
	if e := out.Log.Entries; len(e) != 2 || e[0].Request.URL != "https://localhost:2884/userinfo?a=1" || e[1].Request.URL != "http://localhost:2884/userinfo?a=1" {
		t.Errorf("%+v", e)
	}
}
