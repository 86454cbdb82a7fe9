package org.hubkeeper.rehearsal.ui;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.workflows.kernel.Json;

/**
 * A page as a person uses it: what is visible is found by its words, clicked with the mouse where
 * it is, and typed into. Nothing that can't be seen or is covered can be clicked.
 */
final class Page implements AutoCloseable {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 900;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * The middle of the first visible, enabled element of an XPath, after scrolling to it; null when
   * there is none, when it still moves, or when something else lies over it.
   */
  private static final String PLACE =
      """
      async (path) => {
        const found = document.evaluate(path, document, null, 7, null);
        for (let i = 0; i < found.snapshotLength; i++) {
          const e = found.snapshotItem(i);
          if (!e.checkVisibility({visibilityProperty: true}) || e.disabled) continue;
          e.scrollIntoView({block: 'nearest', behavior: 'instant'});
          const before = e.getBoundingClientRect();
          await new Promise(r => setTimeout(r, 60));
          const box = e.getBoundingClientRect();
          if (box.top !== before.top || box.left !== before.left || !box.width) return null;
          const x = box.left + box.width / 2, y = box.top + box.height / 2;
          const top = document.elementFromPoint(x, y);
          return top && (e.contains(top) || top.contains(e)) ? {x, y} : null;
        }
        return null;
      }""";

  private final DevTools tools;

  private Page(DevTools tools) {
    this.tools = tools;
  }

  static Page at(URI socket) {
    Page page = new Page(new DevTools(socket));
    page.tools.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    return page;
  }

  void open(String address) {
    tools.send("Page.navigate", Map.of("url", address));
  }

  /** Clicks an element as soon as it is there and lies still. */
  void click(String path) {
    JsonNode at = Poll.until("to click: " + path, LIMIT, () -> place(path));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      tools.send(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              at.path("x").asDouble(),
              "y",
              at.path("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Clicks into an element and replaces what is there; dialogs keep what was typed last. */
  void paste(String path, String text) {
    click(path);
    tools.send(
        "Input.dispatchKeyEvent", Map.of("type", "keyDown", "commands", List.of("selectAll")));
    tools.send("Input.insertText", Map.of("text", text));
  }

  /** Waits until these words are to be read in an element. */
  String awaitText(String path, String words) {
    return Poll.until(
        "to read \"" + words + "\" in " + path,
        LIMIT,
        () -> Optional.of(text(path)).filter(text -> text.contains(words)));
  }

  /** Waits until an element is to be seen. */
  void await(String path) {
    Poll.untilTrue("to see " + path, LIMIT, () -> place(path).isPresent());
  }

  /** What is to be read in the elements of an XPath, frames included. */
  String text(String path) {
    return evaluate(
            """
            (path) => {
              const found = document.evaluate(path, document, null, 7, null);
              const all = [];
              for (let i = 0; i < found.snapshotLength; i++) {
                const e = found.snapshotItem(i);
                if (e.checkVisibility({visibilityProperty: true}))
                  all.push(e.tagName === 'IFRAME'
                      ? e.contentDocument?.body?.innerText : e.innerText);
              }
              return all.join('\\n');
            }""",
            path)
        .asText();
  }

  /** What a frame shows as code, as a person would copy it. */
  String codeInFrame() {
    return evaluate(
            "(p) => document.querySelector(p)?.contentDocument?.querySelector('pre')?.innerText",
            "iframe")
        .asText("");
  }

  /** Scrolls an element to the top, which may lie in the frame. */
  void scrollTo(String path, boolean inFrame) {
    String where = inFrame ? "document.querySelector('iframe').contentDocument" : "document";
    evaluate(
        "(p) => { const d = %s; d.evaluate(p, d, null, 9, null).singleNodeValue.scrollIntoView({block: 'center'}); }"
            .formatted(where),
        path);
  }

  /** Presses a letter where nothing is being typed. */
  void press(String letter) {
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, String> key = new HashMap<>(Map.of("type", type, "key", letter));
      key.put("code", "Key" + letter.toUpperCase(Locale.ROOT));
      tools.send("Input.dispatchKeyEvent", key);
    }
  }

  /** Returns once what has been asked for can have been drawn, animations included. */
  void settle() {
    evaluate("() => new Promise(r => setTimeout(r, 600))", "");
  }

  void screenshot(Path file) {
    // The ring around what has the focus is not what the picture is about.
    evaluate("() => document.activeElement?.blur()", "");
    settle();
    String png =
        tools.send("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(png));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<JsonNode> place(String path) {
    return Optional.of(evaluate(PLACE, path)).filter(place -> place.has("x"));
  }

  private JsonNode evaluate(String function, String argument) {
    JsonNode answer =
        tools.send(
            "Runtime.evaluate",
            Map.of(
                "expression",
                "(" + function + ")(" + Json.MAPPER.valueToTree(argument) + ")",
                "awaitPromise",
                true,
                "returnByValue",
                true));
    return answer.path("result").path("value");
  }

  @Override
  public void close() {
    tools.close();
  }
}
