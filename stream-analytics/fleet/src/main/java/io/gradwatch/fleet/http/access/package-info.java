/** Access control: tokens, rights, hosts and origins. */
package io.gradwatch.fleet.http.access;
