<?php
// Redeems $CODE at $ADDRESS with the curl extension.
$curl = curl_init(getenv('ADDRESS') . '/oauth/token');
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_ENCODING => '',
    CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_CAINFO => getenv('CA'),
    CURLOPT_POSTFIELDS => 'grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&code='
        . getenv('CODE') . '&redirect_uri=https://yourapp.example/callback',
    CURLOPT_HTTPHEADER => ['content-type: application/x-www-form-urlencoded'],
]);
$answer = curl_exec($curl);
if ($answer === false) {
    fwrite(STDERR, curl_error($curl) . "\n");
    exit(1);
}
echo $answer;
