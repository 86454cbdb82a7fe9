package org.hubkeeper.activities.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Trust;
import org.hubkeeper.activities.notify.SmtpNotifier.Server;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifiersTest {

  private static final Network NETWORK = Network.of(Map.of(), Optional.empty());
  private static final Notice NOTICE =
      new Notice(
          "a", "3 candidates\nBcc: x@example.org", "Three volumes", List.of("hubs@example.edu"));

  private final AtomicInteger status = new AtomicInteger(200);
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private HttpServer web;
  private FakeMail mail;

  @BeforeEach
  void start() throws IOException {
    mail = new FakeMail();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes()));
          posted.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    web.start();
  }

  @AfterEach
  void stop() throws Exception {
    web.stop(0);
    mail.close();
  }

  @Test
  void aWebhookGetsTheNoticeAsJsonWithItsKey() throws IOException {
    webhook().tell(NOTICE, "key-1");

    JsonNode body = new ObjectMapper().readTree(posted.get(0));
    assertThat(body.get("cluster").asText()).isEqualTo("a");
    assertThat(body.get("text").asText()).isEqualTo("Three volumes");
    assertThat(posted.get(1)).isEqualTo("key-1");
  }

  @ParameterizedTest
  @CsvSource({
    "302, REJECTED",
    "400, REJECTED",
    "401, CREDENTIALS",
    "404, MISSING",
    "429, THROTTLED",
    "503, UNAVAILABLE"
  })
  void whatAWebhookAnswersTellsTheKindAndNeverTheAddress(int answer, String kind) {
    status.set(answer);

    ApplicationFailure refused = failure(() -> webhook().tell(NOTICE, "key-1"));

    assertThat(refused.getType()).isEqualTo(kind);
    assertThat(refused.getOriginalMessage()).contains("" + answer).doesNotContain("s3cr3t");
  }

  @Test
  void aWebhookThatIsNoAddressIsRefusedWithoutQuotingIt() {
    Notifier wrong = new WebhookNotifier(() -> "s3cr3t not an address", NETWORK);

    ApplicationFailure refused = failure(() -> wrong.tell(NOTICE, "key-1"));

    assertThat(refused.getType()).isEqualTo("REJECTED");
    assertThat(refused.getOriginalMessage()).contains("notify.url").doesNotContain("s3cr3t");
  }

  @Test
  void aMailGoesToTheOwnersWithOneSubjectLine() {
    smtp("").tell(NOTICE, "key-1");

    assertThat(mail.lines)
        .contains("RCPT TO:<hubs@example.edu>", "Message-ID: <key-1@hubkeeper>", "Three volumes")
        .contains("Subject: [hubkeeper] a: 3 candidates Bcc: x@example.org")
        .noneMatch(line -> line.startsWith("Bcc:"));
  }

  @Test
  void aMailServerThatRefusesThePasswordNeedsAPerson() {
    ApplicationFailure refused = failure(() -> smtp("hubkeeper").tell(NOTICE, "key-1"));

    assertThat(refused.getType()).isEqualTo("CREDENTIALS");
    assertThat(refused.getOriginalMessage()).doesNotContain("s3cr3t");
    assertThat(mail.lines).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aMailServerThatIsBusyIsTriedAgain() {
    mail.recipientReply = "451 4.3.0 later";

    assertThat(failure(() -> smtp("").tell(NOTICE, "key-1")).getType()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void aMailServerThatKnowsNoSuchRecipientNeedsAPerson() {
    mail.recipientReply = "550 5.1.1 unknown";

    assertThat(failure(() -> smtp("").tell(NOTICE, "key-1")).getType()).isEqualTo("REJECTED");
  }

  @Test
  void aMailServerThatIsAwayIsTriedAgain() throws Exception {
    mail.close();

    assertThat(failure(() -> smtp("").tell(NOTICE, "key-1")).getType()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void aMailToNobodyIsRefused() {
    Notice nobody = new Notice("a", "s", "t", List.of());

    assertThat(failure(() -> smtp("").tell(nobody, "key-1")).getOriginalMessage())
        .contains("owners");
  }

  @Test
  void allChannelsAreTriedAndTheFailedOnesNamed() {
    NoticesByChannels notices =
        new NoticesByChannels(
            List.of(
                channel("first", FailureKind.UNAVAILABLE),
                new LogNotifier(),
                channel("second", FailureKind.CREDENTIALS)),
            name -> name);

    ApplicationFailure failed = failure(() -> notices.send(NOTICE));

    assertThat(failed.getType()).isEqualTo("CREDENTIALS");
    assertThat(failed.getOriginalMessage()).isEqualTo("first: away; second: away; told by log");
  }

  @Test
  void itIsToldWhichChannelsTookIt() {
    assertThat(new NoticesByChannels(List.of(new LogNotifier()), name -> name).send(NOTICE))
        .isEqualTo("told by log");
    assertThat(new NoticesByChannels(List.of(), name -> name).send(NOTICE))
        .isEqualTo("no channel is configured");
  }

  private Notifier webhook() {
    return new WebhookNotifier(
        () -> "http://127.0.0.1:" + web.getAddress().getPort() + "/s3cr3t", NETWORK);
  }

  private Notifier smtp(String user) {
    return new SmtpNotifier(
        new Server(
            "127.0.0.1", mail.port(), "hubkeeper@example.edu", () -> user, () -> "s3cr3t", false),
        Trust.of(Optional.empty()));
  }

  private static Notifier channel(String name, FailureKind kind) {
    return new Notifier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void tell(Notice notice, String key) {
        throw Failures.of(kind, "away", null);
      }
    };
  }

  private static ApplicationFailure failure(Runnable call) {
    return catchThrowableOfType(ApplicationFailure.class, call::run);
  }
}
