// Command exchange redeems $CODE at $ADDRESS with net/http.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

func main() {
	body := "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&code=" +
		os.Getenv("CODE") + "&redirect_uri=https://yourapp.example/callback"
	req, err := http.NewRequest(http.MethodPost, os.Getenv("ADDRESS")+"/oauth/token", strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Add("content-type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(os.Stdout, res.Body); err != nil {
		log.Fatal(err)
	}
}
