package org.hubkeeper.activities.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import java.util.function.Supplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.hubkeeper.activities.Trust;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Sends notices by mail to the owners of the cluster. */
public final class SmtpNotifier implements Notifier {

  private static final String CONNECT_MILLIS = "5000";
  private static final String ANSWER_MILLIS = "15000";

  /**
   * A mail server.
   *
   * @param user resolved when used; gives an empty text to send without authentication
   * @param startTls refuse to send over a connection that can't be encrypted
   */
  public record Server(
      String host,
      int port,
      String from,
      Supplier<String> user,
      Supplier<String> password,
      boolean startTls) {

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private final Server server;
  private final Trust trust;

  /** Connects for each notice anew: there are few. */
  public SmtpNotifier(Server server, Trust trust) {
    this.server = server;
    this.trust = trust;
  }

  @Override
  public String name() {
    return "smtp";
  }

  @Override
  public void tell(Notice notice, String key) {
    if (notice.to().isEmpty()) {
      throw failure(
          FailureKind.REJECTED,
          "nobody to write to; add `owners` to %s in the fleet file".formatted(notice.cluster()));
    }
    String user = server.user().get();
    Session session = Session.getInstance(properties(!user.isEmpty()));
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage message = message(session, notice, key);
      if (user.isEmpty()) {
        transport.connect(server.host(), server.port(), null, null);
      } else {
        transport.connect(server.host(), server.port(), user, server.password().get());
      }
      transport.sendMessage(message, message.getAllRecipients());
    } catch (AuthenticationFailedException e) {
      throw failure(
          FailureKind.CREDENTIALS, server + " refuses user and password of notify.user/password");
    } catch (AddressException e) {
      throw failure(FailureKind.REJECTED, "an address in notify.from or in `owners` is malformed");
    } catch (SendFailedException e) {
      throw failure(kind(e), server + " does not take the message (%d)".formatted(reply(e)));
    } catch (MessagingException e) {
      throw failure(
          FailureKind.UNAVAILABLE,
          "no mail server at " + server + ": " + e.getClass().getSimpleName());
    }
  }

  private MimeMessage message(Session session, Notice notice, String key)
      throws MessagingException {
    MimeMessage message = new Keyed(session, key);
    message.setFrom(address(server.from()));
    for (String to : notice.to()) {
      message.addRecipient(RecipientType.TO, address(to));
    }
    String subject = "[hubkeeper] " + notice.cluster() + ": " + notice.subject();
    // A line break would begin another header.
    message.setSubject(subject.replaceAll("\\R", " "), StandardCharsets.UTF_8.name());
    message.setText(notice.text(), StandardCharsets.UTF_8.name());
    message.setSentDate(new Date());
    message.saveChanges();
    return message;
  }

  private Properties properties(boolean authenticate) {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.put("mail.smtp.auth", String.valueOf(authenticate));
    properties.put("mail.smtp.starttls.enable", String.valueOf(server.startTls()));
    properties.put("mail.smtp.starttls.required", String.valueOf(server.startTls()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", trust.context().getSocketFactory());
    return properties;
  }

  private static InternetAddress address(String text) throws AddressException {
    InternetAddress address = new InternetAddress(text, true);
    address.validate();
    return address;
  }

  /** SMTP: codes from 400 are for a while, those from 500 for good. */
  private static FailureKind kind(SendFailedException e) {
    return reply(e) < 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED;
  }

  /** What the server answered; the reply to a recipient hangs on the exception for the message. */
  private static int reply(SendFailedException e) {
    for (Exception next = e; next != null; next = next(next)) {
      if (next instanceof SMTPAddressFailedException address) {
        return address.getReturnCode();
      }
      if (next instanceof SMTPSendFailedException message && message.getNextException() == null) {
        return message.getReturnCode();
      }
    }
    return 500;
  }

  private static Exception next(Exception e) {
    return e instanceof MessagingException message ? message.getNextException() : null;
  }

  private static RuntimeException failure(FailureKind kind, String message) {
    return Failures.of(kind, message, null);
  }

  /** Mail programs show one message where two carry the same id. */
  private static final class Keyed extends MimeMessage {

    private final String key;

    Keyed(Session session, String key) {
      super(session);
      this.key = key;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + key + "@hubkeeper>");
    }
  }
}
