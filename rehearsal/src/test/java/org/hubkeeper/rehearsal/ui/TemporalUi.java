package org.hubkeeper.rehearsal.ui;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.hubkeeper.rehearsal.Poll;

/** Temporal's UI as a person uses it who has nothing else. */
record TemporalUi(Page page, String address, Path pictures) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What a run does here takes its real time: nobody types a time factor into a form. */
  private static final Duration RUN_LIMIT = Duration.ofSeconds(180);

  /** Asking anew throws away an answer under way, which on a busy machine would then never come. */
  private static final Duration REFRESH = Duration.ofSeconds(4);

  private static final String EDITOR = "//*[@contenteditable='true'][@aria-label='Data']";
  private static final String DIALOG = "//dialog[@open]";
  private static final String DETAILS = "//iframe";
  private static final String WORKFLOWS = "/namespaces/default/workflows";

  /** Fills the start form in, starts, and follows the link to the run. */
  void start(String id, String type, String input) {
    fillIn(id, type, input);
    submitStart();
  }

  /** Sends the filled-in form and follows the link to the run. */
  void submitStart() {
    page.click("//button[@data-testid='start-workflow-button']");
    page.click("//a[contains(., 'Workflow started successfully')]");
    page.await("//*[@id='timeline-tab']");
  }

  /** From the list of runs to the filled-in form. */
  void fillIn(String id, String type, String input) {
    page.open(address + WORKFLOWS);
    page.click("//a[normalize-space()='Start Workflow']");
    page.paste("//input[@id='workflowId']", id);
    page.paste("//input[@id='taskQueue']", "hubkeeper");
    page.paste("//input[@id='workflowType']", type);
    page.await("//*[normalize-space()='Task Queue is Active']");
    page.paste(EDITOR, input);
    // The editor lays the JSON out when it is left, which moves the button away from the mouse.
    page.click("//h1[normalize-space()='Start Workflow']");
  }

  /** The list of runs. */
  void list() {
    page.open(address + WORKFLOWS);
    page.await("//table//a");
  }

  /** The current details of the run that is open, once they contain these words. */
  String details(String words) {
    return details(text -> text.contains(words));
  }

  /** The current details of the run that is open, once they are as wanted. */
  String details(Predicate<String> wanted) {
    page.click("//*[@id='user-metadata-tab']");
    AtomicReference<String> seen = new AtomicReference<>("");
    Instant[] asked = {Instant.MIN};
    return Poll.until(
        () -> "the current details that were waited for; last seen: " + seen.get(),
        RUN_LIMIT,
        () -> {
          if (Instant.now().isAfter(asked[0].plus(REFRESH))) {
            page.press("r");
            asked[0] = Instant.now();
          }
          page.settle();
          seen.set(page.text(DETAILS));
          return Optional.of(seen.get()).filter(wanted);
        });
  }

  /** What the question says to paste, with a name filled in. */
  String answer(String name) {
    return page.codeInFrame().replace("\"who\": \"\"", "\"who\": \"" + name + "\"");
  }

  /** Answers by <em>Send an Update</em>; the dialog stays open when that is refused. */
  void update(String json) {
    open("update", "decide", json);
    submit();
  }

  /** Gives an order, or an answer, by <em>Send a Signal</em>. */
  void signal(String name, String json) {
    open("signal", name, json);
    submit();
    awaitClosed();
  }

  /** Opens the dialog and fills it in. */
  void open(String kind, String name, String json) {
    page.click("//button[normalize-space()='More Actions']");
    page.click("//*[@data-testid='%s-button']".formatted(kind));
    page.click(DIALOG + "//*[@data-testid='%s-select-button']".formatted(kind));
    page.click(DIALOG + "//li[@role='option'][normalize-space()='%s']".formatted(name));
    page.paste(DIALOG + EDITOR, json);
    // Leaves the editor, as above.
    page.click(DIALOG + "//*[normalize-space(text())='Single JSON payload supported.']");
  }

  void submit() {
    page.click(DIALOG + "//*[@data-testid='confirm-modal-button']");
  }

  void awaitClosed() {
    Poll.untilTrue("the dialog closed", LIMIT, () -> page.text(DIALOG).isEmpty());
  }

  /** What the dialog says. */
  String refusal(String words) {
    return page.awaitText(DIALOG, words);
  }

  void cancel() {
    page.click(DIALOG + "//*[@data-testid='cancel-modal-button']");
    awaitClosed();
  }

  /** The timeline of the run that is open, once it contains these words. */
  String timeline(String words) {
    page.click("//*[@id='timeline-tab']");
    return page.awaitText("//main", words);
  }

  void picture(String name) {
    page.screenshot(pictures.resolve("ui-" + name + ".png"));
  }
}
