import CIPS3DModel
import Testing

@Suite("Seed lists")
struct SeedListTests {
    @Test("numbers and ranges become seeds in the order in which they are written")
    func parses() throws {
        #expect(try SeedList(parsing: "7").seeds == [7])
        #expect(try SeedList(parsing: "0-3,20").seeds == [0, 1, 2, 3, 20])
        #expect(try SeedList(parsing: " 5 - 6 , 1,5").seeds == [5, 6, 1, 5])
        #expect(try SeedList(parsing: "18446744073709551615").seeds == [.max])
        #expect(
            try SeedList(parsing: "18446744073709551614-18446744073709551615").seeds
                == [.max - 1, .max])
        #expect(try SeedList(parsing: "0-4095").seeds.count == 4_096)
    }

    @Test(
        "what is not a list of seeds is refused",
        arguments: [
            ("", SeedListError.empty), ("  ", .empty), ("a", .notSeeds("a")),
            ("-1", .notSeeds("-1")),
            ("1,,2", .notSeeds("")), ("1,", .notSeeds("")), ("1-2-3", .notSeeds("1-2-3")),
            ("+1", .notSeeds("+1")), ("1 2", .notSeeds("1 2")), ("1.5", .notSeeds("1.5")),
            ("٣", .notSeeds("٣")), ("18446744073709551616", .notSeeds("18446744073709551616")),
            ("15-0", .backwards(15, 0)), ("0-4096", .tooMany), ("0-4095,1", .tooMany),
            ("0-18446744073709551615", .tooMany),
        ])
    func refuses(_ text: String, _ error: SeedListError) {
        #expect(throws: error) { try SeedList(parsing: text) }
        #expect(error.description.hasSuffix("."))
    }
}
