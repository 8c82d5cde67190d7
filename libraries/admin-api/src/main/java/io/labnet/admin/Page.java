package io.labnet.admin;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items what stands on this page, at most {@value #LARGEST} items
 * @param page which page this is, from 0
 * @param size how many items a full page has
 * @param total how many items there are on all pages
 */
public record Page<T>(List<T> items, int page, int size, int total) {
    public static final int LARGEST = 1000;

    /**
     * Cuts one page out of a whole list.
     *
     * @param page from 0; beyond the end gives an empty page
     * @param size 1 to {@value #LARGEST}
     * @throws ApiProblem (422) when page or size is out of range
     */
    public static <T> Page<T> of(List<T> all, int page, int size) {
        if (page < 0) {
            throw ApiProblem.invalid("/page", "page is " + page + ", but must be 0 or more");
        }
        if (size < 1 || size > LARGEST) {
            throw ApiProblem.invalid("/size", "size is " + size + ", but must be 1 to " + LARGEST);
        }
        var start = (int) Math.min((long) page * size, all.size());
        var end = Math.min(start + size, all.size());
        return new Page<>(List.copyOf(all.subList(start, end)), page, size, all.size());
    }
}
