/**
 * The HTTP interface: the API, the stream of events, the page. Another part adds what it answers as
 * {@link io.gradwatch.fleet.http.route.Routes}.
 */
package io.gradwatch.fleet.http;
