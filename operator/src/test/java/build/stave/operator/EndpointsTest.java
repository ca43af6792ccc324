package build.stave.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  @Test
  void healthIsTheProcessAndReadinessIsTold() throws IOException, InterruptedException {
    var ready = new AtomicBoolean();
    try (var http = HttpClient.newHttpClient();
        var endpoints = Endpoints.serve(0, ready::get, () -> "stave_runs_active 3.0\n")) {
      assertThat(get(http, endpoints, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(http, endpoints, "/readyz").statusCode()).isEqualTo(503);
      ready.set(true);
      assertThat(get(http, endpoints, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(http, endpoints, "/metrics").body()).isEqualTo("stave_runs_active 3.0\n");
      assertThat(get(http, endpoints, "/").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(HttpClient http, Endpoints endpoints, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + endpoints.port() + path)).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
