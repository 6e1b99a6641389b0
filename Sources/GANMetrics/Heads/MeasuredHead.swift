/// What one head says by itself, and the pictures that are compared with those of other heads.
package struct MeasuredHead {
    /// From the front.
    package let front: SurfacePicture
    /// From positive yaw.
    package let left: SurfacePicture
    /// From negative yaw, as much.
    package let right: SurfacePicture
    /// Between the front and both sides.
    package let consistency: ViewConsistency
    /// Of the frontal view.
    package let relief: Double
    /// Of the frontal view.
    package let prominence: Double
    /// Of the frames across the middle.
    package let crossingJump: Double
    /// In the frontal view.
    package let floaters: Floaters

    /// Looks at a head.
    ///
    /// - Parameters:
    ///   - side: Yaw of the view from the left, in degrees.
    ///   - frames: Yaw of the frames across the middle, in degrees.
    ///   - view: The view at a yaw in degrees; called once for each.
    /// - Throws: What `view` throws.
    package init(side: Double, frames: [Double], view: (_ yaw: Double) throws -> HeadView) throws {
        let frontal = try view(0)
        front = SurfacePicture(frontal)
        floaters = Floaters(in: frontal)
        left = SurfacePicture(try view(side))
        right = SurfacePicture(try view(-side))
        relief = Relief.of(front)
        prominence = Prominence.of(front)
        crossingJump = MirrorSymmetry.crossingJump(
            try frames.map { SurfacePicture(try view($0)) })

        var consistency = ViewConsistency()
        for turned in [left, right] {
            consistency.add(front, seenIn: turned)
            consistency.add(turned, seenIn: front)
        }
        self.consistency = consistency
    }
}
