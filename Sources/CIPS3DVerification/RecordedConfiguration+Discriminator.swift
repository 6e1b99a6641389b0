import CIPS3DNetworks
import TorchNN

extension RecordedConfiguration {
    /// Both discriminators under the reference's names.
    ///
    /// - Parameters:
    ///   - parameters: An empty store.
    ///   - maximumSize: The largest resolution; nil reads `max_size`.
    /// - Returns: The discriminators with initial weights.
    /// - Throws: ``VerificationError`` where their sizes are missing or impossible.
    func discriminator(
        _ parameters: ParameterStore, maximumSize: Int? = nil
    ) throws -> DualDiscriminator {
        let (main, auxiliary) = try (table("main_channels"), table("aux_channels"))
        let largest = try maximumSize ?? integer("max_size", in: 8...16_384)
        let needed = sequence(first: 4) { $0 * 2 }.prefix { $0 <= largest }
        for (key, channels) in [("main_channels", main), ("aux_channels", auxiliary)] {
            guard needed.allSatisfy({ channels[$0] != nil }), needed.last == largest else {
                throw wrong(key, "channels for 4, 8, 16 ... up to \(largest)")
            }
            guard channels.keys.allSatisfy({ $0 >= 4 && $0.nonzeroBitCount == 1 }) else {
                throw wrong(key, "channels by powers of two from 4")
            }
        }
        return DualDiscriminator(
            mainChannels: main, auxiliaryChannels: auxiliary, maximumSize: largest,
            deviationGroup: try integer("stddev_group", in: 0...4_096), parameters: parameters)
    }

    /// Refuses images that the discriminators cannot take.
    func checkEntrance(size: Int, images: Int, of discriminator: DualDiscriminator) throws {
        guard discriminator.sizes.contains(size) else {
            throw wrong("main_channels", "channels for images of \(size) pixels")
        }
        let group = min(images, max(discriminator.deviationGroup, 1))
        guard images > 0, images % group == 0 else {
            throw wrong("stddev_group", "a divisor of the \(images) images")
        }
    }
}
