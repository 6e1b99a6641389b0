import CKernels
import InnerLoops

/// How much the images of a group differ.
///
///     s = mean over channels and pixels of sqrt(variance over the group + 1e-8)
///
/// Image i belongs to group i mod (B / members).
///
/// Source: progressive growing (arXiv:1710.10196), section 3.
struct GroupDeviation: Sendable {
    private let images: Int
    private let members: Int
    private let channels: Int
    private let kernels: Kernels

    /// - Parameters:
    ///   - group: Images of a group; all of them where they are fewer.
    ///   - images: How many; a multiple of the members.
    ///   - channels: Of each pixel.
    ///   - kernels: The inner loops.
    init(group: Int, images: Int, channels: Int, _ kernels: Kernels) {
        members = min(group, images)
        precondition(
            images % members == 0, "a batch of \(images) does not divide into groups of \(members)")
        (self.images, self.channels, self.kernels) = (images, channels, kernels)
    }

    private var groups: Int { images / members }

    /// The deviation of each image's group.
    func callAsFunction(_ x: ImageRows) -> [Float] {
        let room = PanelBuffer(count: ImageRows.row(channels))
        let ofGroups = (0..<groups).map { index in
            var (group, x) = (description(x), members(index, x))
            return kernels.functions.group_deviation(&group, &x, room.start)
        }
        return (0..<images).map { ofGroups[$0 % groups] }
    }

    /// Adds what slopes of the deviations give to the slopes of the images.
    ///
    /// - Parameters:
    ///   - slopes: Of each image's deviation.
    ///   - x: The images.
    ///   - ofX: Slopes of the images; added to.
    func leadBack(_ slopes: [Float], _ x: ImageRows, to ofX: ImageRows) {
        for index in 0..<groups {
            let slope = stride(from: index, to: images, by: groups).reduce(0) { $0 + slopes[$1] }
            var (group, from, to) = (description(x), members(index, x), members(index, ofX))
            kernels.functions.group_deviation_slope(&group, &from, slope, &to)
        }
    }

    private func description(_ x: ImageRows) -> ck_group {
        ck_group(
            members: Int32(members), channels: Int32(channels), pixels: Int32(x.pixels),
            floor: 1e-8)
    }

    private func members(_ group: Int, _ x: ImageRows) -> ck_images {
        var images = x.from(group).kernels
        images.image *= groups
        return images
    }
}
