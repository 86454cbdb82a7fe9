package org.hubkeeper.activities.aws.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Looks names up as the world does: by name servers, not by the hosts file, and never cached. */
final class Resolver {

  private static final String MILLISECONDS = "2000";
  private static final String TRIES = "2";

  /** More CNAMEs in a row are a loop. */
  private static final int LONGEST_CHAIN = 8;

  private final String url;

  Resolver(List<String> servers) {
    this.url =
        servers.isEmpty()
            ? "dns:"
            : servers.stream().map(server -> "dns://" + server).collect(Collectors.joining(" "));
  }

  /** Where a name leads instead of to the target; empty when it leads there. */
  String leadsTo(String name, String target) {
    try {
      return look(name, target);
    } catch (NamingException e) {
      throw Failures.of(
          FailureKind.UNAVAILABLE,
          "no answer about %s from the name servers: %s"
              .formatted(name, e.getClass().getSimpleName()),
          e);
    }
  }

  private String look(String name, String target) throws NamingException {
    String at = name;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      List<String> next = records(at, "CNAME");
      if (next.isEmpty()) {
        return addresses(name, at, target);
      }
      at = Names.plain(next.get(0));
      if (Names.same(at, target)) {
        return "";
      }
    }
    return "is a circle of CNAMEs";
  }

  /** A zone that can't have a CNAME at its top answers with the target's addresses. */
  private String addresses(String name, String at, String target) throws NamingException {
    Set<String> found = new HashSet<>(records(at, "A"));
    if (found.isEmpty()) {
      return Names.same(name, at) ? "leads nowhere yet" : "leads to " + at;
    }
    Set<String> wanted = new HashSet<>(records(target, "A"));
    return Collections.disjoint(found, wanted) ? "leads to other addresses" : "";
  }

  private List<String> records(String name, String type) throws NamingException {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.put(Context.PROVIDER_URL, url);
    settings.put("com.sun.jndi.dns.timeout.initial", MILLISECONDS);
    settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
    DirContext context = new InitialDirContext(settings);
    try {
      // The dot at the end: no domain of this machine is tried.
      Attribute found =
          context.getAttributes(Names.plain(name) + ".", new String[] {type}).get(type);
      return found == null ? List.of() : values(found.getAll());
    } catch (NameNotFoundException e) {
      return List.of();
    } finally {
      context.close();
    }
  }

  private static List<String> values(NamingEnumeration<?> all) throws NamingException {
    List<String> values = new ArrayList<>();
    while (all.hasMore()) {
      values.add(String.valueOf(all.next()));
    }
    return values;
  }
}
