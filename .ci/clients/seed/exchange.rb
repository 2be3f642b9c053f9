# Redeems $CODE at $ADDRESS with net/http.
require 'uri'
require 'net/http'

url = URI("#{ENV.fetch('ADDRESS')}/oauth/token")
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = url.scheme == 'https'
http.ca_file = ENV.fetch('CA')

request = Net::HTTP::Post.new(url)
request['content-type'] = 'application/x-www-form-urlencoded'
request.body = 'grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret' \
               "&code=#{ENV.fetch('CODE')}&redirect_uri=https://yourapp.example/callback"
puts http.request(request).read_body
