package org.hubkeeper.starter;

import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.starter.connect.ServerFailure;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in one message; where it came from only to who asks. */
final class Troubles {

  private final Context context;

  Troubles(Context context) {
    this.context = context;
  }

  /** What was typed can't be read. */
  int usage(ParameterException e, String[] words) {
    CommandLine command = e.getCommandLine();
    say(command, e.getMessage() + suggestion(e));
    say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    debug(e);
    return Exit.USAGE;
  }

  /** A command ended with an exception. */
  int failed(Exception e, CommandLine command, ParseResult parsed) {
    debug(e);
    if (e instanceof CommandFailure failure) {
      say(command, failure.getMessage());
      return failure.exit();
    }
    say(
        command,
        unreadable(e)
            .or(() -> server(e, command).map(Throwable::getMessage))
            .orElse("unexpected: " + e + "; HUBKEEPER_DEBUG=1 shows where"));
    return Exit.FAILED;
  }

  /** What was written with a key that is not here; the codec says which and what to do. */
  private static Optional<String> unreadable(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
        .filter(PayloadCodecException.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst();
  }

  private static Optional<CommandFailure> server(Exception e, CommandLine command) {
    HubkeeperCommand root = (HubkeeperCommand) command.getCommandSpec().root().userObject();
    return ServerFailure.in(e)
        .flatMap(
            status ->
                root.connected()
                    .map(at -> ServerFailure.words(status, at.address(), at.namespace())));
  }

  private static String suggestion(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }
    return "";
  }

  private void say(CommandLine command, String message) {
    say(command.getCommandSpec().qualifiedName() + ": " + message);
  }

  private void say(String line) {
    context.console().err().println(line);
  }

  private void debug(Exception e) {
    if (context.variable("HUBKEEPER_DEBUG").isPresent()) {
      e.printStackTrace(context.console().err());
    }
  }
}
