/** Parts of every route: its parameters, body, answer and failures. */
package io.gradwatch.fleet.http.route;
