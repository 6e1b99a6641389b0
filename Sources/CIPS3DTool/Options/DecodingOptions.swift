import ArgumentParser
import ImageReading

/// The bound on memory for decoding photographs, as a command takes it.
struct DecodingOptions: ParsableArguments {
    @Option(
        name: .customLong("decoding-memory"), parsing: .unconditional,
        help: ArgumentHelp(
            "Memory in which photographs are decoded, in MiB, for all threads together; larger ones are "
                + "decoded at a fraction of their size or refused.", valueName: "MiB"))
    var megabytes = DecodingBudget.standard.bytes >> 20

    func validate() throws {
        guard (1...1 << 24).contains(megabytes) else {
            throw ValidationError(
                "--decoding-memory is \(megabytes); it has to be from 1 to \(1 << 24) MiB.")
        }
    }

    var budget: DecodingBudget { DecodingBudget(megabytes: megabytes) }
}
