/** Encryption of what crosses the Temporal server, for all who write or read it. */
package org.hubkeeper.workflows.codec;
