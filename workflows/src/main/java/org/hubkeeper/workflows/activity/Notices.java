package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Tells people something that needs no answer. */
@ActivityInterface(namePrefix = "Notices.")
public interface Notices {

  /** One message; no secret and no user name may be in it. */
  record Notice(String cluster, String subject, String text, List<String> to) {}

  /** Returns how it was told, once every configured channel has taken the notice. */
  String send(Notice notice);
}
