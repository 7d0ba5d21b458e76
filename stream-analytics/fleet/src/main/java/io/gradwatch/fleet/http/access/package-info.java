/** Control of who may ask: tokens, rights, hosts and origins. */
package io.gradwatch.fleet.http.access;
