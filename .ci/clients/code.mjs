// Logs user@example.com in through web-app at the address in argv and prints
// the authorization code.
import { Browser } from './lib.mjs';

const callback = 'https://yourapp.example/callback';
const query = new URLSearchParams({
  audience: 'https://expenses.example/api', scope: 'openid offline_access', response_type: 'code',
  client_id: 'web-app', redirect_uri: callback, state: 'OPAQUE',
});
const back = await new Browser().walk(`${process.argv[2]}/authorize?${query}`, callback, { username: 'user@example.com', password: 'opensesame' });
console.log(back.searchParams.get('code'));
