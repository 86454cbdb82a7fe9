package org.hubkeeper.workflows.report;

import java.util.List;
import java.util.function.Function;

/** Writes HTML; every text that is given to it is escaped. */
final class Html {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto;
        padding: 0 1rem; }
      header { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; }
      h1 { font-size: 1.6rem; margin: 0; }
      h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
      .badge { border-radius: 1rem; padding: .1rem .8rem; font-weight: 600; margin: 0;
        color: #fff; background: #57606a; }
      .badge.good { background: var(--good); }
      .badge.bad { background: var(--bad); }
      .error { border-left: .3rem solid var(--bad); padding: .3rem .8rem; }
      dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
        gap: .5rem 1.5rem; }
      dt { font-size: .8rem; opacity: .7; }
      dd { margin: 0; overflow-wrap: anywhere; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .9rem; }
      th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line);
        vertical-align: top; overflow-wrap: anywhere; }
      th { position: sticky; top: 0; background: Canvas; }
      footer { margin-top: 3rem; font-size: .8rem; opacity: .7; }
      @media print { body { max-width: none; margin: 0; } th { position: static; } }
      """;

  private final StringBuilder body = new StringBuilder();

  Html open(String tag) {
    body.append('<').append(tag).append(">\n");
    return this;
  }

  Html close(String tag) {
    body.append("</").append(tag).append(">\n");
    return this;
  }

  Html element(String tag, String text) {
    return element(tag, text, "");
  }

  Html element(String tag, String text, String style) {
    body.append('<').append(tag);
    if (!style.isEmpty()) {
      body.append(" class=\"").append(escaped(style)).append('"');
    }
    body.append('>').append(escaped(text)).append("</").append(tag).append(">\n");
    return this;
  }

  /** Writes nothing for a table without rows. */
  <T> void table(List<String> titles, List<T> rows, Function<T, List<String>> cells) {
    if (rows.isEmpty()) {
      return;
    }
    body.append("<div class=\"scroll\"><table>\n");
    row("th", titles);
    rows.forEach(row -> row("td", cells.apply(row)));
    body.append("</table></div>\n");
  }

  String document(String title) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(escaped(title), STYLE, body);
  }

  private void row(String tag, List<String> cells) {
    open("tr");
    cells.forEach(cell -> element(tag, cell));
    close("tr");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
