/** The connection to Temporal, and what the server refuses put into words. */
package org.hubkeeper.starter.connect;
