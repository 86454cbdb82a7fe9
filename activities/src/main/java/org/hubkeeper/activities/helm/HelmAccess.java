package org.hubkeeper.activities.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kubeconfig for one call of Helm. A token lives for minutes and Helm may run longer, so the
 * kubeconfig names a file, which is written anew while Helm runs; the client in Helm reads it again
 * once a minute.
 */
final class HelmAccess implements AutoCloseable {

  private static final long RENEWAL_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(HelmAccess.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ScheduledExecutorService RENEWALS =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "helm-tokens");
            thread.setDaemon(true);
            return thread;
          });

  private final Path kubeconfig;
  private final String context;
  private ScheduledFuture<?> renewal;
  private boolean closed;

  private HelmAccess(Path kubeconfig, String context) {
    this.kubeconfig = kubeconfig;
    this.context = context;
  }

  static HelmAccess open(
      String context, ClusterAccess access, Network network, PrivateFolder folder) {
    if (access instanceof ClusterAccess.Kubeconfig given) {
      Path file = folder.write("kubeconfig", given.yaml());
      return new HelmAccess(file, given.context());
    }
    ClusterAccess.Derived derived = (ClusterAccess.Derived) access;
    Path token = folder.write("token", derived.token().get());
    Path file = folder.write("kubeconfig", kubeconfig(context, derived, network, token));
    HelmAccess opened = new HelmAccess(file, context);
    opened.renewal =
        RENEWALS.scheduleWithFixedDelay(
            () -> opened.renew(derived, folder),
            RENEWAL_SECONDS,
            RENEWAL_SECONDS,
            TimeUnit.SECONDS);
    return opened;
  }

  /** What every call says, so that no other cluster can be meant. */
  List<String> arguments() {
    return context.isEmpty()
        ? List.of("--kubeconfig", kubeconfig.toString())
        : List.of("--kubeconfig", kubeconfig.toString(), "--kube-context", context);
  }

  /** The same for plug-ins, which call Helm in turn. */
  Map<String, String> variables() {
    return context.isEmpty()
        ? Map.of("KUBECONFIG", kubeconfig.toString())
        : Map.of("KUBECONFIG", kubeconfig.toString(), "HELM_KUBECONTEXT", context);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (renewal != null) {
      renewal.cancel(false);
    }
  }

  private synchronized void renew(ClusterAccess.Derived access, PrivateFolder folder) {
    if (closed) {
      return;
    }
    try {
      folder.write("token", access.token().get());
    } catch (RuntimeException e) {
      // Credentials may be away for a moment; the token that is there holds for some minutes more.
      LOG.warn("the token for Helm was not renewed: {}", e.getClass().getSimpleName());
    }
  }

  /** JSON is YAML too. */
  private static String kubeconfig(
      String name, ClusterAccess.Derived access, Network network, Path token) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("server", access.endpoint());
    if (!access.caData().isEmpty()) {
      cluster.put("certificate-authority-data", withBundle(access.caData(), network));
    }
    if (!network.proxies().direct(URI.create(access.endpoint()).getHost())) {
      network.proxies().https().ifPresent(proxy -> cluster.put("proxy-url", proxy.toString()));
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("apiVersion", "v1");
    file.put("kind", "Config");
    file.put("clusters", List.of(Map.of("name", name, "cluster", cluster)));
    file.put("users", List.of(Map.of("name", name, "user", Map.of("tokenFile", token.toString()))));
    file.put(
        "contexts",
        List.of(Map.of("name", name, "context", Map.of("cluster", name, "user", name))));
    file.put("current-context", name);
    try {
      return JSON.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts can't be written", e);
    }
  }

  private static String withBundle(String caData, Network network) {
    String pem = new String(Base64.getDecoder().decode(caData), StandardCharsets.US_ASCII);
    String both = pem + "\n" + network.trust().pem();
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
  }
}
