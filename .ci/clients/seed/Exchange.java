import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Redeems $CODE at $ADDRESS with java.net.http. */
class Exchange {
  public static void main(String[] args) throws Exception {
    String body = "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&code="
        + System.getenv("CODE") + "&redirect_uri=https://yourapp.example/callback";
    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("ADDRESS") + "/oauth/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
