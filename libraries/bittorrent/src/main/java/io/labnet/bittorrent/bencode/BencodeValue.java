package io.labnet.bittorrent.bencode;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A value in bencoding (BEP 3): a byte string, an integer, a list or a dictionary. */
public sealed interface BencodeValue
        permits ByteString, BencodeValue.Int, BencodeValue.ListValue, BencodeValue.Dictionary {

    /** An integer; those beyond 64 bits are refused when read. */
    record Int(long value) implements BencodeValue {}

    record ListValue(List<BencodeValue> items) implements BencodeValue {
        public ListValue {
            items = List.copyOf(items);
        }
    }

    /** Values under byte-string keys, in the order of the keys' bytes, as BEP 3 has them sorted. */
    record Dictionary(NavigableMap<ByteString, BencodeValue> entries) implements BencodeValue {
        public static final Dictionary EMPTY = new Dictionary(Collections.emptyNavigableMap());

        public Dictionary {
            entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
        }

        /** This dictionary and one entry more, or one entry replaced. */
        public Dictionary with(String key, BencodeValue value) {
            var more = new TreeMap<>(entries);
            more.put(ByteString.of(key), value);
            return new Dictionary(more);
        }

        public Dictionary with(String key, long value) {
            return with(key, new Int(value));
        }

        public Dictionary with(String key, String value) {
            return with(key, ByteString.of(value));
        }

        /** The value under this key, or null when there is none. */
        public @Nullable BencodeValue get(String key) {
            return entries.get(ByteString.of(key));
        }

        /** The byte string under this key, or null when there is none or another kind of value. */
        public @Nullable ByteString string(String key) {
            return get(key) instanceof ByteString string ? string : null;
        }

        /** The text under this key, or null when there is none or another kind of value. */
        public @Nullable String text(String key) {
            return get(key) instanceof ByteString string ? string.text() : null;
        }

        /** The integer under this key, or null when there is none or another kind of value. */
        public @Nullable Long integer(String key) {
            return get(key) instanceof Int(long value) ? value : null;
        }

        /** The integer under this key, or another when there is none or another kind of value. */
        public long integer(String key, long otherwise) {
            return get(key) instanceof Int(long value) ? value : otherwise;
        }

        /** The items of the list under this key, or none when there is no list. */
        public List<BencodeValue> list(String key) {
            return get(key) instanceof ListValue(var items) ? items : List.of();
        }

        /** The dictionary under this key, or null when there is none or another kind of value. */
        public @Nullable Dictionary dictionary(String key) {
            return get(key) instanceof Dictionary dictionary ? dictionary : null;
        }
    }
}
