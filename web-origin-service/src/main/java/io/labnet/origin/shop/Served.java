package io.labnet.origin.shop;

/**
 * What became of a wish.
 *
 * @param visit who the cookie said was asking
 * @param customer the number of the row behind; 0 when there is none
 * @param cookie what the client is told of its cookie
 */
record Served(Visit visit, long customer, Cookie cookie, Outcome outcome) {
    /** What Set-Cookie is to say. */
    sealed interface Cookie {
        /** Nothing. */
        record Stays() implements Cookie {}

        record Given(ShopperId id) implements Cookie {}

        record TakenBack() implements Cookie {}
    }

    /** What the client gets to see. */
    sealed interface Outcome {
        record Page(View view) implements Outcome {}

        /** What was done shows there. */
        record Elsewhere(String path) implements Outcome {}

        /** It cannot be done; the view is the page's frame. */
        record Impossible(String why, View view) implements Outcome {}
    }
}
