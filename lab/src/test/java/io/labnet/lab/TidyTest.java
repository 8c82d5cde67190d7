package io.labnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the formatter does not see: widths, lengths, and citations that the index must know. */
class TidyTest {
    private static final int COLUMNS_MAX = 100;
    private static final int METHOD_LINES_MAX = 70;
    private static final int FILE_LINES_MAX = 500;
    private static final Pattern CITATION = Pattern.compile("\\b(RFC|BEP) (\\d+)\\b");

    private static final Path ROOT = root(Path.of("").toAbsolutePath());

    private static List<Path> sources;

    @BeforeAll
    static void find_the_sources() throws IOException {
        try (var files = Files.walk(ROOT)) {
            sources =
                    files.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> !f.toString().contains("/target/"))
                            .toList();
        }
    }

    private static Path root(Path folder) {
        var parent = folder.getParent();
        return parent == null || Files.exists(folder.resolve("labnet")) ? folder : root(parent);
    }

    @Test
    void lines_fit_in_a_hundred_columns() throws IOException {
        var found = new ArrayList<String>();
        for (var source : sources) {
            var lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                // An import cannot be broken.
                if (lines.get(i).length() > COLUMNS_MAX && !lines.get(i).startsWith("import ")) {
                    found.add(ROOT.relativize(source) + ":" + (i + 1));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void files_fit_in_five_hundred_lines() throws IOException {
        var found = new ArrayList<String>();
        for (var source : sources) {
            var lines = Files.readAllLines(source).size();
            if (lines > FILE_LINES_MAX) {
                found.add(ROOT.relativize(source) + " has " + lines + " lines");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void methods_fit_in_seventy_lines() throws IOException {
        var found = new ArrayList<String>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                new LongMethods(unit, positions, found).scan(unit, null);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void every_citation_stands_in_the_index_of_standards() throws IOException {
        var index = citations(Files.readString(ROOT.resolve("docs/standards.md")));
        var missing = new TreeSet<String>();
        for (var source : sources) {
            if (source.toString().contains("/src/main/")) {
                var cited = citations(Files.readString(source));
                cited.removeAll(index);
                cited.forEach(c -> missing.add(c + " in " + ROOT.relativize(source)));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Set<String> citations(String text) {
        var found = new TreeSet<String>();
        CITATION.matcher(text).results().forEach(m -> found.add(m.group(1) + " " + m.group(2)));
        return found;
    }

    private static final class LongMethods extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            LineMap lines = unit.getLineMap();
            var first = lines.getLineNumber(positions.getStartPosition(unit, method));
            var last = lines.getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > METHOD_LINES_MAX) {
                found.add(unit.getSourceFile().getName() + ":" + first + " " + method.getName());
            }
            return super.visitMethod(method, null);
        }
    }
}
