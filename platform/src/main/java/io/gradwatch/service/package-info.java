/**
 * A part of the monitor as a process of its own: its start and end, its reach of Kafka, its ports and the room on its
 * disk.
 */
package io.gradwatch.service;
