package org.hubkeeper.activities.helm;

import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hubkeeper.fleet.SecretException;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.SecretWish;

/** What can be known before anything is changed: tools, files, secrets, certificates. */
final class ChartChecks {

  /** Printed in the guide that many clusters were built by; everybody knows them. */
  private static final Set<String> EXAMPLES =
      Set.of("heythattickles", "kjabsdflhgsldfbaljsdfblasdhfkbf");

  private static final String GENERATED = "generate:";
  private static final String IN_CLUSTER = "k8s:";

  private final Helm helm;
  private final SecretResolver secrets;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  ChartChecks(Helm helm, SecretResolver secrets, Clock clock) {
    this.helm = helm;
    this.secrets = secrets;
    this.clock = clock;
  }

  List<Finding> check(String host, List<Component> components) {
    boolean kush = components.stream().anyMatch(each -> each.installer().equals("helm-kush"));
    findings.addAll(new ToolChecks(helm).check(kush));
    for (Component component : components) {
      files(component);
      values(component);
      component.secrets().forEach(wish -> secret(component, wish, host));
    }
    return List.copyOf(findings);
  }

  private void files(Component component) {
    component.valuesFiles().stream()
        .map(file -> helm.settings().files().resolve(file.path()))
        .filter(path -> !Files.isReadable(path))
        .forEach(
            path ->
                blocking(
                    "VALUES_FILE",
                    "%s.valuesFiles: the worker can't read %s".formatted(component.name(), path)));
  }

  private void values(Component component) {
    if (EXAMPLES.stream().anyMatch(component.values()::contains)) {
      example(component.name() + ".values");
    }
    new TreeMap<>(component.secretValues())
        .forEach(
            (path, reference) -> {
              String field = component.name() + ".secretValues." + path;
              resolve(reference, field)
                  .filter(salt -> path.endsWith("securitySalt") && !salt.matches("\\S+"))
                  .ifPresent(
                      salt ->
                          blocking(
                              "SECRET_WHITESPACE", field + ": a salt has no whitespace in it"));
            });
    boolean written = component.installer().equals("helm-kush");
    if (written && !component.secretValues().isEmpty()) {
      blocking(
          "HELM_KUSH_SECRETS",
          component.name()
              + ".secretValues: helm-kush writes its values to files, so it gets no secrets; put"
              + " them into a Secret under `secrets`, or use the installer helm");
    }
  }

  private void secret(Component component, SecretWish wish, String host) {
    Map<String, String> found = new HashMap<>();
    new TreeMap<>(wish.entries())
        .forEach(
            (key, reference) -> {
              if (!reference.startsWith(GENERATED)) {
                String field = component.name() + ".secrets." + wish.name() + "." + key;
                resolve(reference, field).ifPresent(value -> found.put(key, value));
              }
            });
    String certificate = found.getOrDefault("tls.crt", "");
    String key = found.getOrDefault("tls.key", "");
    if (wish.type().equals("kubernetes.io/tls") && !certificate.isEmpty() && !key.isEmpty()) {
      String field = component.name() + ".secrets." + wish.name();
      findings.addAll(new CertificateCheck(field, clock).check(certificate, key, host));
    }
  }

  private Optional<String> resolve(String reference, String field) {
    if (reference.startsWith(IN_CLUSTER)) {
      // The cluster that holds it may not be there yet; it is asked when the secret is needed.
      return Optional.empty();
    }
    try {
      String value = secrets.resolve(reference, field).reveal();
      if (EXAMPLES.contains(value.strip())) {
        example(field);
      }
      return Optional.of(value);
    } catch (SecretException e) {
      blocking("SECRET_MISSING", e.getMessage());
      return Optional.empty();
    }
  }

  private void example(String field) {
    blocking(
        "EXAMPLE_SECRET",
        field
            + ": this is the example printed in the guide, which everybody knows; choose your own");
  }

  private void blocking(String code, String message) {
    findings.add(new Finding(code, true, message));
  }
}
