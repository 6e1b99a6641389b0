import CheckpointTesting
import Foundation
import PyTorchFiles
import Testing

/// Random and changed pickles, each in an archive whose checksums are right; whole files are `DecoderFuzzing`'s.
///
/// The cases run in a process of its own, which may map only so much memory more than it has at the
/// start: a trap or a larger allocation ends it, and with it the test.
@Suite("Random pickles")
struct FuzzTests {
    @Test("a pickle of random or changed instructions ends in an error or in values")
    func pickles() async {
        await #expect(processExitsWith: .success) {
            try FuzzCases.limitMemory()
            let cases = FuzzCases(seed: 2)
            let names = ["state", "types", "views", "training", "protocol4"]
            let valid = try names.map { try Fixture.pickle($0) }
            let ended = try cases.run(2_000, from: valid, beginning: Data([0x80, 2])) { url in
                let archive = try Fixture.archive(around: Data(contentsOf: url))
                try archive.write(to: url)
                let file = try PyTorchFile(contentsOf: url)
                for dictionary in file.dictionaries {
                    for name in dictionary.tensors.keys.sorted() {
                        _ = try? file.floats(name, in: dictionary)
                    }
                }
            }
            #expect(ended.values > 0 && ended.errors > 500, "\(ended)")
        }
    }
}
