package io.labnet.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house: who may know whom, and which names we do not use. */
class HouseRulesTest {
    private static final List<String> SERVICES =
            List.of("dns", "origin", "webcache", "mail", "tracker", "peer", "gateway");

    private static JavaClasses house;

    @BeforeAll
    static void read_the_house() {
        house =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.labnet");
    }

    @Test
    void protocol_rooms_know_no_spring() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.labnet.admin..",
                        "io.labnet.trace..",
                        "io.labnet.lab..",
                        "io.labnet.line..",
                        "io.labnet.gateway..",
                        "..admin..",
                        "..wiring..",
                        "..server..")
                .and()
                .haveSimpleNameNotEndingWith("Application")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .because("a protocol is decided on values, whoever calls")
                .check(house);
    }

    @Test
    void server_rooms_know_spring_only_as_spring_integration_ip() {
        noClasses()
                .that()
                .resideInAPackage("io.labnet.*.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.boot..",
                        "org.springframework.context..",
                        "org.springframework.web..",
                        "org.springframework.stereotype..")
                .check(house);
    }

    @Test
    void nobody_imports_the_wiring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.labnet.*.wiring..")
                .and()
                .haveSimpleNameNotEndingWith("Application")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.labnet.*.wiring..")
                .check(house);
    }

    @Test
    void only_the_wiring_knows_the_admin_room() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.labnet.*.admin..", "io.labnet.*.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.labnet.*.admin..")
                .check(house);
    }

    @Test
    void rooms_have_no_cycles() {
        slices().matching("io.labnet.(*).(*)..").should().beFreeOfCycles().check(house);
    }

    @Test
    void services_know_each_other_only_over_the_network() {
        slices().assignedFrom(new Services()).should().notDependOnEachOther().check(house);
    }

    @Test
    void libraries_know_no_service() {
        var services = SERVICES.stream().map(s -> "io.labnet." + s + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.labnet.admin..",
                        "io.labnet.trace..",
                        "io.labnet.accesslog..",
                        "io.labnet.stub..",
                        "io.labnet.line..",
                        "io.labnet.network..",
                        "io.labnet.loops..",
                        "io.labnet.ca..",
                        "io.labnet.tls..",
                        "io.labnet.bittorrent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(services)
                .check(house);
    }

    @Test
    void names_are_the_fields_nouns() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|DTO)")
                .orShould()
                .haveNameMatching(".*\\.Abstract[A-Z][A-Za-z]*")
                .because("such a name says nothing about the thing")
                .check(house);
    }

    @Test
    void no_package_is_a_lumber_room() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..dto..")
                .check(house);
    }

    /** One slice for each service; libraries and the lab itself belong to none. */
    private static final class Services implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            var name = javaClass.getPackageName() + ".";
            return SERVICES.stream()
                    .filter(service -> name.startsWith("io.labnet." + service + "."))
                    .findFirst()
                    .map(service -> SliceIdentifier.of(service))
                    .orElse(SliceIdentifier.ignore());
        }

        @Override
        public String getDescription() {
            return "services";
        }
    }
}
