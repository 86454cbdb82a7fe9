package org.hubkeeper.activities.notify;

import org.hubkeeper.workflows.activity.Notices.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes notices to the worker's log. */
public final class LogNotifier implements Notifier {

  private static final Logger LOG = LoggerFactory.getLogger(LogNotifier.class);

  @Override
  public String name() {
    return "log";
  }

  @Override
  public void tell(Notice notice, String key) {
    LOG.info("Notice about {}: {}: {}", notice.cluster(), notice.subject(), notice.text());
  }
}
