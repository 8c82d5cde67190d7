package io.labnet.webcache.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A structured field that is a dictionary (RFC 9651 section 3.2, and RFC 8941 before it).
 *
 * @param members by their keys; parameters are checked and left out
 */
public record Dictionary(Map<String, Member> members) {
    /** What a member's value is. */
    public enum Kind {
        BOOLEAN,
        INTEGER,
        DECIMAL,
        STRING,
        TOKEN,
        BYTES,
        DATE,
        DISPLAY_STRING,
        INNER_LIST
    }

    /**
     * A member's value.
     *
     * @param text what it says, without quotes and escapes; "true" or "false" for a boolean, "" for
     *     an inner list
     */
    public record Member(Kind kind, String text) {
        static final Member TRUE = new Member(Kind.BOOLEAN, "true");
    }

    /**
     * Reads a field, its lines joined by commas (RFC 9651 section 4.2).
     *
     * @return empty when there is any fault in it: then the whole field must be ignored
     */
    public static Optional<Dictionary> parse(String text) {
        try {
            return Optional.of(new Dictionary(new Reader(text).dictionary()));
        } catch (ParseException fault) {
            return Optional.empty();
        }
    }

    /** Reads from left to right, one method for each algorithm of RFC 9651 section 4.2. */
    private static final class Reader {
        private static final int INTEGER_DIGITS_MAX = 15;
        private static final int WHOLE_DIGITS_MAX = 12;
        private static final int FRACTION_DIGITS_MAX = 3;
        private static final String BASE64 = "+/=";

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        // RFC 9651 section 4.2.2; of a key said twice the last counts.
        Map<String, Member> dictionary() throws ParseException {
            var members = new LinkedHashMap<String, Member>();
            skip(" ");
            while (!atEnd()) {
                var key = key();
                var value = taken('=') ? itemOrInnerList() : Member.TRUE;
                parameters();
                members.put(key, value);
                skip(" \t");
                if (atEnd()) {
                    return members;
                }
                expect(',');
                skip(" \t");
                if (atEnd()) {
                    throw fault();
                }
            }
            return members;
        }

        private Member itemOrInnerList() throws ParseException {
            return peek() == '(' ? innerList() : bareItem();
        }

        // RFC 9651 section 4.2.1.2
        private Member innerList() throws ParseException {
            expect('(');
            while (true) {
                skip(" ");
                if (taken(')')) {
                    return new Member(Kind.INNER_LIST, "");
                }
                bareItem();
                parameters();
                if (peek() != ' ' && peek() != ')') {
                    throw fault();
                }
            }
        }

        // RFC 9651 section 4.2.3.2
        private void parameters() throws ParseException {
            while (taken(';')) {
                skip(" ");
                key();
                if (taken('=')) {
                    bareItem();
                }
            }
        }

        // RFC 9651 section 4.2.3.3
        private String key() throws ParseException {
            var from = at;
            if (!isSmall(peek()) && peek() != '*') {
                throw fault();
            }
            while (isSmall(peek()) || isDigit(peek()) || isOneOf("_-.*", peek())) {
                at++;
            }
            return text.substring(from, at);
        }

        // RFC 9651 section 4.2.3.1
        private Member bareItem() throws ParseException {
            var c = peek();
            if (c == '-' || isDigit(c)) {
                return number();
            }
            if (isLetter(c) || c == '*') {
                return token();
            }
            return switch (c) {
                case '"' -> string();
                case ':' -> bytes();
                case '?' -> bool();
                case '@' -> date();
                case '%' -> displayString();
                default -> throw fault();
            };
        }

        // RFC 9651 section 4.2.4
        private Member number() throws ParseException {
            var from = at;
            taken('-');
            var whole = digits();
            if (!taken('.')) {
                check(whole >= 1 && whole <= INTEGER_DIGITS_MAX);
                return new Member(Kind.INTEGER, text.substring(from, at));
            }
            var fraction = digits();
            check(whole >= 1 && whole <= WHOLE_DIGITS_MAX);
            check(fraction >= 1 && fraction <= FRACTION_DIGITS_MAX);
            return new Member(Kind.DECIMAL, text.substring(from, at));
        }

        private int digits() {
            var from = at;
            while (isDigit(peek())) {
                at++;
            }
            return at - from;
        }

        // RFC 9651 section 4.2.5
        private Member string() throws ParseException {
            expect('"');
            var said = new StringBuilder();
            while (!taken('"')) {
                var c = next();
                if (c == '\\') {
                    c = next();
                    check(c == '"' || c == '\\');
                }
                check(c >= ' ' && c <= '~');
                said.append(c);
            }
            return new Member(Kind.STRING, said.toString());
        }

        // RFC 9651 section 4.2.6
        private Member token() {
            var from = at;
            while (!atEnd()
                    && (Field.isName(text.substring(at, at + 1)) || isOneOf(":/", peek()))) {
                at++;
            }
            return new Member(Kind.TOKEN, text.substring(from, at));
        }

        // RFC 9651 section 4.2.7
        private Member bytes() throws ParseException {
            expect(':');
            var from = at;
            while (isLetter(peek()) || isDigit(peek()) || isOneOf(BASE64, peek())) {
                at++;
            }
            var said = text.substring(from, at);
            expect(':');
            try {
                Base64.getDecoder().decode(said);
            } catch (IllegalArgumentException notBase64) {
                throw fault();
            }
            return new Member(Kind.BYTES, said);
        }

        // RFC 9651 section 4.2.8
        private Member bool() throws ParseException {
            expect('?');
            var digit = next();
            check(digit == '0' || digit == '1');
            return digit == '1' ? Member.TRUE : new Member(Kind.BOOLEAN, "false");
        }

        // RFC 9651 section 4.2.9
        private Member date() throws ParseException {
            expect('@');
            var seconds = number();
            check(seconds.kind == Kind.INTEGER);
            return new Member(Kind.DATE, seconds.text);
        }

        // RFC 9651 section 4.2.10
        private Member displayString() throws ParseException {
            expect('%');
            expect('"');
            var bytes = ByteBuffer.allocate(text.length());
            while (!taken('"')) {
                var c = next();
                check(c >= ' ' && c <= '~');
                bytes.put(c == '%' ? octet() : (byte) c);
            }
            try {
                var said = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
                return new Member(Kind.DISPLAY_STRING, said.toString());
            } catch (CharacterCodingException notUtf8) {
                throw fault();
            }
        }

        private byte octet() throws ParseException {
            var high = next();
            var low = next();
            check(isSmallHex(high) && isSmallHex(low));
            return (byte) (HexFormat.fromHexDigit(high) * 16 + HexFormat.fromHexDigit(low));
        }

        private static boolean isSmallHex(char c) {
            return isDigit(c) || (c >= 'a' && c <= 'f');
        }

        private static boolean isSmall(char c) {
            return c >= 'a' && c <= 'z';
        }

        private static boolean isLetter(char c) {
            return isSmall(c) || (c >= 'A' && c <= 'Z');
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static boolean isOneOf(String chars, char c) {
            return chars.indexOf(c) >= 0;
        }

        private boolean atEnd() {
            return at == text.length();
        }

        // At the end a character that no rule allows.
        private char peek() {
            return atEnd() ? '\0' : text.charAt(at);
        }

        private char next() throws ParseException {
            check(!atEnd());
            return text.charAt(at++);
        }

        private boolean taken(char c) {
            if (peek() != c || atEnd()) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(char c) throws ParseException {
            check(taken(c));
        }

        private void skip(String blanks) {
            while (!atEnd() && isOneOf(blanks, peek())) {
                at++;
            }
        }

        private void check(boolean holds) throws ParseException {
            if (!holds) {
                throw fault();
            }
        }

        private ParseException fault() {
            return new ParseException("no dictionary", at);
        }
    }
}
