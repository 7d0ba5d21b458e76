/**
 * Reader of what programs print for people: a line is made plain, its numbers get the names before them, the lines that
 * come again and again are found, and what belongs to one step is put together.
 */
package io.gradwatch.agent.logs.text;
