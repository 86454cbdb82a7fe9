/** The commands {@code rehearse} and {@code dev}. */
package org.hubkeeper.rehearsal.command;
