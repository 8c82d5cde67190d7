package io.labnet.tea;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A service as small as one can be, to try what every service has. */
@SpringBootApplication
@Import({TeaService.TeaController.class, Samovar.class})
public class TeaService {
    record Leaf(String name) {}

    record Pot(List<@Valid Cup> cups) {}

    record Cup(@Max(5) int sugars) {}

    @RestController
    public static class TeaController {
        private final EventStream stream;

        public TeaController(EventStream stream, MeterRegistry meters) {
            this.stream = stream;
            meters.counter("labnet.tea.cups", "size", "small").increment(2);
            meters.counter("labnet.tea.cups", "size", "large").increment();
            meters.counter("labnet.coffee.cups").increment();
        }

        @GetMapping("/api/tea/leaves")
        Page<Leaf> leaves(int page, int size) {
            return Page.of(List.of(new Leaf("assam"), new Leaf("ceylon")), page, size);
        }

        @GetMapping("/api/tea/leaves/{name}")
        Leaf leaf(@PathVariable String name) {
            if (name.equals("broken")) {
                throw new IllegalStateException("secret cause");
            }
            throw ApiProblem.notFound("There is no leaf " + name + ".");
        }

        @DeleteMapping("/api/tea/leaves")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        void drink(@RequestParam(required = false) @Nullable String name) {}

        @PostMapping("/api/tea/pots")
        Pot brew(@Valid @RequestBody Pot pot) {
            return pot;
        }

        @GetMapping("/api/tea/events")
        SseEmitter events() {
            return stream.open("steep", 0, n -> new News(List.of(new Leaf("minute " + n)), n + 1));
        }
    }
}
