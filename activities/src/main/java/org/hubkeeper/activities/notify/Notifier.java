package org.hubkeeper.activities.notify;

import org.hubkeeper.workflows.activity.Notices.Notice;

/** A channel to people. */
public interface Notifier {

  /** How messages about the channel call it, as {@code webhook}; never an address with a secret. */
  String name();

  /**
   * Returns once the channel has taken the notice; otherwise throws a failure of the kernel's that
   * names no secret.
   *
   * @param key the same for each attempt to tell the same notice
   */
  void tell(Notice notice, String key);
}
