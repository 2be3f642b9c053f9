// Redeems $CODE at $ADDRESS with axios.
import axios from 'axios';

const answer = await axios.request({
  method: 'POST',
  url: `${process.env.ADDRESS}/oauth/token`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  data: new URLSearchParams({
    grant_type: 'authorization_code', client_id: 'web-app', client_secret: 'web-app-secret',
    code: process.env.CODE, redirect_uri: 'https://yourapp.example/callback',
  }),
  validateStatus: () => true,
});
console.log(JSON.stringify(answer.data));
