package org.hubkeeper.activities.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code pull}: an image comes through the registry, and stays there.
 *
 * <ol>
 *   <li>Its manifest and its configuration are fetched; the bytes have the digest that they should.
 *   <li>Fetched again they are the same.
 *   <li>The second was a hit: the registry's own catalogue, which lists what it stores and not what
 *       its upstream has, now lists the image. A header that would say so, distribution has not.
 * </ol>
 */
final class MirrorPull implements Proving {

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String DOCKER_INDEX =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  private static final String ACCEPTED =
      String.join(", ", INDEX, DOCKER_INDEX, MANIFEST, DOCKER_MANIFEST);

  /** An image by its parts, with the names that Docker leaves out. */
  record Image(String repository, String reference) {
    static Image parse(String text) {
      int slash = text.indexOf('/');
      String first = slash < 0 ? "" : text.substring(0, slash);
      boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
      String rest = host ? text.substring(slash + 1) : text;
      int at = rest.indexOf('@');
      int colon = rest.lastIndexOf(':');
      String name = at >= 0 ? rest.substring(0, at) : colon < 0 ? rest : rest.substring(0, colon);
      String reference =
          at >= 0 ? rest.substring(at + 1) : colon < 0 ? "latest" : rest.substring(colon + 1);
      return new Image(name.contains("/") || host ? name : "library/" + name, reference);
    }
  }

  @Override
  public String prove(Asked asked) {
    Image image = Image.parse(asked.field("image"));
    return new PortForwards(asked.client())
        .to(
            asked.namespace(),
            asked.field("service"),
            asked.field("port"),
            address -> prove(address.resolve("/v2/"), image, asked));
  }

  private static String prove(URI registry, Image image, Asked asked) {
    Http http = Http.local();
    String first = pull(http, registry, image, asked);
    String second = pull(http, registry, image, asked);
    boolean held = held(http, registry, image, asked);
    if (!first.equals(second) || !held) {
      throw Failures.notReady(
          Blocker.of(
              asked.field("service"),
              held
                  ? image.reference() + " is another image each time"
                  : "it does not hold " + image.repository() + " by itself yet",
              "see the registry's log and its volume"));
    }
    return "%s came through, %s; the second pull was a hit, for the registry now holds it"
        .formatted(asked.field("image"), first.substring(0, "sha256:".length() + 12));
  }

  /** The catalogue is in the order of names, so one page from just before the name tells. */
  private static boolean held(Http http, URI registry, Image image, Asked asked) {
    String name = image.repository();
    String before = name.substring(0, name.length() - 1);
    JsonNode page =
        Http.json(
            Http.expect(
                http.get(registry.resolve("_catalog?n=1000&last=" + before)),
                200,
                asked.field("service")));
    return StreamSupport.stream(page.path("repositories").spliterator(), false)
        .anyMatch(one -> one.asText().equals(name));
  }

  /** Returns the digest of the configuration, which names all layers. */
  private static String pull(Http http, URI registry, Image image, Asked asked) {
    URI base = registry.resolve(image.repository() + "/");
    JsonNode manifest = manifest(http, base, image.reference(), asked);
    if (manifest.has("manifests")) {
      manifest = manifest(http, base, linux(manifest, asked), asked);
    }
    String digest = manifest.path("config").path("digest").asText();
    byte[] blob = found(http.get(base.resolve("blobs/" + digest)), asked).body();
    if (!digest.equals("sha256:" + sha256(blob))) {
      throw asked.rejected("what the registry gives for " + digest + " has another digest");
    }
    return digest;
  }

  private static JsonNode manifest(Http http, URI base, String reference, Asked asked) {
    URI uri = base.resolve("manifests/" + reference);
    return Http.json(found(http.get(uri, "Accept", ACCEPTED), asked));
  }

  private static String linux(JsonNode index, Asked asked) {
    return StreamSupport.stream(index.path("manifests").spliterator(), false)
        .filter(one -> one.path("platform").path("os").asText().equals("linux"))
        .filter(one -> one.path("platform").path("architecture").asText().equals("amd64"))
        .map(one -> one.path("digest").asText())
        .findFirst()
        .orElseThrow(() -> asked.rejected(asked.field("image") + " is not for linux/amd64"));
  }

  private static HttpResponse<byte[]> found(HttpResponse<byte[]> response, Asked asked) {
    int status = response.statusCode();
    if (status == 200) {
      return response;
    }
    FailureKind kind =
        switch (status) {
          case 401, 403 -> FailureKind.CREDENTIALS;
          case 404 -> FailureKind.MISSING;
          case 429 -> FailureKind.THROTTLED;
          default -> FailureKind.UNAVAILABLE;
        };
    throw Failures.of(
        kind,
        "%s: through %s the registry answers HTTP %d for %s; see whether its upstream is reachable, has"
                .formatted(asked.what(), asked.field("service"), status, response.uri().getPath())
            + " that image, and lets it in",
        null);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
