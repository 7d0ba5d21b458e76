/** Clients that send or take slowly: they hold no thread, little memory, and are cut off. */
package io.gradwatch.fleet.http.slow;
