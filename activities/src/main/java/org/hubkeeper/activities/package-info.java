/**
 * The activities of Hubkeeper by platform, and what they share: attempts, failures in the kernel's
 * terms, and the way to the outside. Platforms do not import each other.
 */
package org.hubkeeper.activities;
