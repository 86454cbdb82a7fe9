/** Runs as programs read them. */
package org.hubkeeper.starter.output;
