#!/usr/bin/env bash
set -euo pipefail
curl --silent --show-error --cacert "$CA" --request POST --url "$ADDRESS/oauth/token" \
  --header 'content-type: application/x-www-form-urlencoded' \
  --data grant_type=authorization_code --data client_id=web-app --data client_secret=web-app-secret \
  --data "code=$CODE" --data redirect_uri=https://yourapp.example/callback
