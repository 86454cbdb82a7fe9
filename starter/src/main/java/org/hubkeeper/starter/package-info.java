/**
 * The command line: what people type, and what they get back. {@code Commands} lists the commands;
 * {@code Context} is what they work with.
 */
package org.hubkeeper.starter;
