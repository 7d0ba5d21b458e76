/** Routes of the live tables, for clients and for other instances. */
package io.gradwatch.fleet.http.live;
