/** Following a run in the foreground: what is shown meanwhile, and who answers its questions. */
package org.hubkeeper.starter.follow;
