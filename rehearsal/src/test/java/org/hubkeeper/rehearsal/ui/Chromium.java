package org.hubkeeper.rehearsal.ui;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.process.Guard;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.workflows.kernel.Json;

/**
 * A Chromium of our own without a window, steered by its DevTools protocol: so a test needs neither
 * a driver of the browser's version nor a library.
 */
final class Chromium implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-proxy-server",
          "--force-color-profile=srgb",
          "--remote-debugging-port=0");

  private final Supervised process;
  private final Page page;

  private Chromium(Supervised process, Page page) {
    this.process = process;
    this.page = page;
  }

  /** Where it is installed; empty when it is not. */
  static Optional<Path> installed() {
    List<Path> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(directory -> !directory.isBlank())
            .map(Path::of)
            .toList();
    return NAMES.stream()
        .flatMap(name -> path.stream().map(directory -> directory.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with a new profile in this directory; it ends with this process at the latest. */
  static Chromium start(Guard guard, Path directory) {
    Path binary =
        installed()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "no Chromium on PATH (looked for " + NAMES + "); run bin/setup"));
    Path profile = directory.resolve("profile");
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(FLAGS);
    command.addAll(List.of("--user-data-dir=" + profile, "about:blank"));
    Supervised process = Supervised.start(guard, Launch.of("chromium", command, directory));
    boolean connected = false;
    try {
      int port = port(process.awaitFile(profile.resolve("DevToolsActivePort"), START));
      Chromium started = new Chromium(process, Page.at(socket(port)));
      connected = true;
      return started;
    } finally {
      if (!connected) {
        process.close();
      }
    }
  }

  Page page() {
    return page;
  }

  /** The file is there a moment before its two lines are. */
  private static int port(Path file) {
    return Poll.until(
        "the port in " + file,
        START,
        () -> {
          try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() < 2
                ? Optional.empty()
                : Optional.of(Integer.parseInt(lines.get(0)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static URI socket(int port) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
      byte[] answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
      for (JsonNode target : Json.MAPPER.readTree(answer)) {
        if (target.path("type").asText().equals("page")) {
          return URI.create(target.path("webSocketDebuggerUrl").asText());
        }
      }
      throw new AssertionError("Chromium has no page");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    page.close();
    process.close();
  }
}
